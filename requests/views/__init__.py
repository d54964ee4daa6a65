"""Pages of the requests room: thin, one service call each."""
