"""What the files of a run are called; light, for those that only look for one."""

OBSERVATIONS = "observations.jsonl"
PAGES_TABLE = "pages.parquet"
REPORT_HTML = "report.html"
REPORT_XLSX = "report.xlsx"
GATHER_LOG = "gather.log"
COVERAGE = "coverage.csv"
