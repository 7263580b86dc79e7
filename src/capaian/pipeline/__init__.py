"""The steps of the SOP, one function each: the only place where the stages meet.

    4, 5   forms.issue_forms          the form of each unit
    6      intake.collect             every file archived and judged
    7      validation.validate        findings, what changed since the last time, the list, the pack of each unit
    7      waivers.waive              a finding that a named person accepts
    8      report.build_report        the draft Laporan Kinerja
    all    progress.status            where the cycle stands
    all    explain.explain            what a rule means

Heavy libraries are imported inside the steps that need them, so that help and status start at once.
"""
