"""The procedure as data: the eleven steps of the SOP, the office's calendar, and where a cycle stands."""
