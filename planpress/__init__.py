"""planpress: a campaign plan written as YAML → a searchable site and print-ready forms."""

__version__ = "0.1.0"
