"""Why: conflicts and repairs where there is no plan; reasons, costs and chains where there is one."""
