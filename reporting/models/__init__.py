"""Runs of reports: cells with the ids behind each number."""

from reporting.models.runs import ReportCell, ReportCheck, ReportRun, ReportTransition

__all__ = ["ReportCell", "ReportCheck", "ReportRun", "ReportTransition"]
