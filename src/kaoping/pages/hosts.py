"""Which hosts outside a site are nothing to wonder at: official ones and the services that everyone uses."""

from dataclasses import dataclass

from kaoping.gather.addresses import host_of, registrable, split_port

from .words import Rules


@dataclass(frozen=True, slots=True)
class TrustedHosts:
    """`suffixes` begin with a dot; `domains` stand for themselves and all below them."""

    domains: frozenset[str]
    suffixes: tuple[str, ...]
    seen_on_sites: int  # a host that so many sites of a run use is trusted as well

    def holds(self, host: str) -> bool:
        """Whether a host (with or without a port) is trusted."""
        name, _ = split_port(host.lower())
        if name.endswith(self.suffixes) or "." + name in self.suffixes:
            return True
        labels = name.split(".")
        return any(".".join(labels[n:]) in self.domains for n in range(len(labels) - 1))

    def is_stranger(self, url: str, site: str) -> bool:
        """Whether an address lies on a host that is neither the site's nor trusted."""
        host = host_of(url)
        return bool(host) and host != site and not self.holds(host) and not is_kin(host, site)


def is_kin(host: str, site: str) -> bool:
    """Whether two hosts share their registrable domain."""
    return registrable(host) == registrable(site)


def trusted_hosts(rules: Rules) -> TrustedHosts:
    """The rulebook's list (``reading/trusted-hosts.yaml``)."""
    data = rules.reading("trusted-hosts")
    return TrustedHosts(
        frozenset(d.lower() for d in data["domains"]),
        tuple("." + s.lstrip(".") for s in data["suffixes"]),
        int(data["seen_on_sites"]),
    )
