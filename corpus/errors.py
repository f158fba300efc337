"""The errors a person may see, as one tree.

PolicyError
├── CorpusError      a plan, a manifest or a lexicon file cannot be read as it should
├── QuestionError    a question that cannot be answered as it stands (empty, binary)
├── IndexNotBuilt    the index is missing, stale, truncated or altered
├── ModelError       an embedding model cannot be loaded
└── EvaluationError  a question set or an answers file is not in the documented format

A message says what happened, to which one, and what to do.
"""


class PolicyError(Exception):
    """Anything that the command line prints as one line and exits 1 for."""


class CorpusError(PolicyError):
    """A plan, a manifest or a lexicon file cannot be read as it should."""


class QuestionError(PolicyError):
    """A question that cannot be answered as it stands."""


class IndexNotBuilt(PolicyError):
    """The index is missing, stale, truncated or altered."""


class ModelError(PolicyError):
    """An embedding model cannot be loaded."""


class EvaluationError(PolicyError):
    """A question set or an answers file is not in the documented format."""
