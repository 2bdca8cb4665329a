"""OpenID Connect providers: the province's sign-on for officers, VNeID for citizens."""
