"""A job as an order: the site as registered, the round's day and rules, the limits of the visit."""

import os
import shutil
import tempfile
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

from kaoping import __version__
from kaoping.roster import SiteEntry
from kaoping.rounds.run_file import RunPlan

from ..planning.models import Round, Site, SystemVersion
from .models import Job
from .orders import Order

LIMITS = ("max_pages", "max_attachments", "max_minutes", "rate", "render", "quiet_hours", "views")


def order_of(job: Job) -> Order:
    """What the visiting process is told. Writes the round's rules to disk where they are not there yet."""
    limits = {name: job.limits[name] for name in LIMITS if name in job.limits}
    plan = RunPlan(
        sites=(_entry(job.site),),
        today=job.round.today,
        rulebook=str(rulebook_of(job.round) or ""),
        contact=settings.CONTACT,
        allow_private=settings.ALLOW_PRIVATE,
        run_id=str(job.public_id),
        product_version=__version__,
        command="kaoping serve",
        **limits,
    )
    return Order(plan, str(folder_of(job)), job.lap)


def folder_of(job: Job) -> Path:
    """The folder of the job's run: archive, state, observations, log."""
    name = (
        job.folder or f"runs/{job.site.host.replace(':', '_')[:120]}-{job.sighting}-{job.public_id.hex[:8]}"
    )
    return round_folder(job.round) / name


def round_folder(round_: Round) -> Path:
    """Where everything of a round lies."""
    return Path(settings.ROUNDS_FOLDER) / str(round_.public_id)


def _entry(site: Site) -> SiteEntry:
    unit = site.unit
    parts = unit.parts.filter(is_closed=False).values_list("name", flat=True)
    return SiteEntry(
        unit=unit.name,
        unit_kind=unit.kind,
        name=site.name,
        url=site.url,
        code=site.code,
        townships=tuple(parts),
    )


def rulebook_of(round_: Round) -> Path | None:
    """
    The office's rulebook with the round's own systems laid over it; None where there is neither. What has
    been written once is never changed: other systems give another folder.
    """
    versions = SystemVersion.objects.filter(pk__in=round_.members.values("system")).exclude(text="")
    office = Path(settings.RULEBOOK_FOLDER) if settings.RULEBOOK_FOLDER else None
    texts = {f"{one.name}.yaml": one.text for one in versions.order_by("name", "pk")}
    if not texts:
        return office
    digest = blake2b(digest_size=8)
    for name, text in texts.items():
        digest.update(f"{name}\0{text}\0".encode())
    folder = round_folder(round_) / f"rulebook-{digest.hexdigest()}"
    if not folder.exists():
        _write_rulebook(folder, office, texts)
    return folder


def _write_rulebook(folder: Path, office: Path | None, texts: dict[str, str]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".rulebook-", dir=folder.parent))
    if office is not None:
        shutil.copytree(office, draft, dirs_exist_ok=True)
    (draft / "indicators").mkdir(exist_ok=True)
    for name, text in texts.items():
        (draft / "indicators" / name).write_text(text, "utf-8")
    try:
        os.rename(draft, folder)
    except OSError:  # another worker was quicker, with the same
        shutil.rmtree(draft, ignore_errors=True)
