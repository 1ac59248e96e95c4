"""The page in the browser: the same use cases as the commands, drawn on the server (extra `web`)."""
