"""The use cases that say why a plan is as it is: one module a question."""
