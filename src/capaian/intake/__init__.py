"""SOP step 6: scan, take, archive, identify, read in a child process, version, verdict."""
