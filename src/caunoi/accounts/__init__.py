"""Users, sign-in, second factors, personal links, consent."""
