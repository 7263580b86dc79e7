"""SOP step 7: the rules, by scope, and the order in which they run."""
