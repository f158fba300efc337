"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, Literal

import typer

InPlans = Annotated[
    list[str] | None, typer.Option("--plan", help="only this plan, by its id such as wuxi (may be repeated)")
]
ByDepartment = Annotated[str, typer.Option("--department", help="by any of its names: 市发改委, 发展改革委, DRC")]
ByIndustry = Annotated[
    str, typer.Option("--industry", help="whom or what it concerns: 造纸, 公共建筑, 数据中心, 交通, paper mill")
]
ByModality = Annotated[
    Literal["must", "must_not", "encouraged"] | None, typer.Option("--modality", help="how firmly it binds")
]
ByYear = Annotated[
    int | None, typer.Option("--year", help="due by the end of this year; 十四五 ends in 2025", min=1949, max=2100)
]
ByIndicator = Annotated[str, typer.Option("--indicator", help="what is measured: 林木覆盖率")]
Compared = Annotated[
    str, typer.Option("--compare", help="this indicator in every plan; a plan that does not state it is shown, too")
]
CsvFile = Annotated[Path | None, typer.Option("--csv", help="write a CSV file (UTF-8, for Excel)")]
XlsxFile = Annotated[Path | None, typer.Option("--xlsx", help="write a workbook, with the clauses that it quotes")]
PlansDir = Annotated[Path | None, typer.Option("--plans", help="another folder of plans (.txt)")]
AsJson = Annotated[bool, typer.Option("--json", help="machine-readable output")]
