"""Settings: ``POLICY_…`` variables and ``.env``, overridden by flags of the command line."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.plans import SHIPPED


class Settings(BaseSettings):
    """What an installation may change; built once, in ``__main__``."""

    model_config = SettingsConfigDict(env_prefix="POLICY_", env_file=".env", extra="ignore", frozen=True)

    plans_dir: Path = SHIPPED
    data_dir: Path = Path(".data")
    embedding_model: str = ""  # a folder or a hub name; empty: the model shipped in index/model
    host: str = "127.0.0.1"
    port: int = 7860
