"""One text, many forms: articles, good practice and commendations, and what is made of them."""
