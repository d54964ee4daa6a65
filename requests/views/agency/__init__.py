"""Pages of public bodies (公務機關, 伍、二): their letters, officers without one, 密件, what was seized."""
