"""Foods, dishes, rules, problems and plans: frozen values and pure functions, standard library only."""
