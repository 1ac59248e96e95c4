"""Facts of a plan and the independent check of every rule; knows nothing of PuLP."""
