"""The OpenMetrics text format, as far as gauges go: https://prometheus.io/docs/specs/om/open_metrics_spec/."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Sample:
    """One figure, with its labels."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure that goes up and down. `name` ends in its unit where it has one."""

    name: str
    tells: str
    samples: tuple[Sample, ...]
    unit: str = ""


def written(gauges: Iterable[Gauge]) -> str:
    """All of them as text, in their order, with the end that the format demands."""
    lines: list[str] = []
    for gauge in gauges:
        lines.append(f"# TYPE {gauge.name} gauge")
        if gauge.unit:
            lines.append(f"# UNIT {gauge.name} {gauge.unit}")
        lines.append(f"# HELP {gauge.name} {_escaped(gauge.tells)}")
        lines += [f"{gauge.name}{_labels(one.labels)} {one.value:.15g}" for one in gauge.samples]
    return "\n".join([*lines, "# EOF\n"])


def _labels(labels: Mapping[str, str]) -> str:
    told = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{told}}}" if told else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
