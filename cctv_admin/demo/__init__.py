"""示範資料: an invented school in every state (ruling 28). Everything is made by the services people use."""
