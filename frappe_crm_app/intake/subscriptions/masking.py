"""An email of which its owner recognises enough, and nobody else can read it (pure)."""


def masked(email: str) -> str:
	"""Return `a•••@e•••.com` for `ada@example.com`; the number of points tells nothing."""
	local, at, domain = email.partition("@")
	if not at:
		return f"{email[:1]}•••" if email else ""
	_name, point, ending = domain.rpartition(".")
	return f"{local[:1]}•••@{domain[:1]}•••{point}{ending if point else ''}"
