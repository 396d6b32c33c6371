"""Everything put up, sent round or posted from one plan: the notice and what goes with it."""
