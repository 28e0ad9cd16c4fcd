"""`kaoping retire`: ends the keeping of a sealed round's raw material."""

from pathlib import Path
from uuid import UUID

from kaoping.errors import UsageError

from .options import EXIT_CLEAN


def run_retire(number: str, data: Path | None, *, is_sure: bool, with_sealed: bool) -> int:
    """
    Tell what would go, or remove it.

    Raises:
        UsageError: There is no such round, or it is not sealed.
        OutputError: A file cannot be removed.
    """
    from kaoping.web.starting import migrate, use_data_folder

    migrate(use_data_folder(data))
    from kaoping.web.planning.models import Round
    from kaoping.web.retention import raw_material, retire

    if number == "list":
        for one in Round.objects.order_by("period_to"):
            print(f"{one.public_id}  {one.get_state_display()}  {one.title}")
        return EXIT_CLEAN
    round_ = Round.objects.filter(public_id=_uuid(number)).first()
    if round_ is None:
        raise UsageError(f"没有编号为 {number} 的轮次。kaoping retire list 列出全部。")
    found = retire(round_, by="console", with_sealed=with_sealed) if is_sure else raw_material(round_)
    done = "已清除" if is_sure else "将清除(加 --yes 才真的清除)"
    print(f"{done}“{round_.title}”的原始存档 {len(found.files)} 个文件")
    if found.sealed is not None:
        kept = "一并清除" if with_sealed else "保留,其中仍有一份存档;加 --sealed-too 一并清除"
        print(f"封存文件 {found.sealed}:{kept}")
    print("以前的备份里仍有这些内容,请按保存期限另行清除。")
    return EXIT_CLEAN


def _uuid(number: str) -> UUID:
    try:
        return UUID(number)
    except ValueError:
        raise UsageError(f"{number} 不是轮次的编号。kaoping retire list 列出全部。") from None
