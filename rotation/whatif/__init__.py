"""What if: scenarios, many counties, years ahead. Everything here is plans made by the planner and compared."""
