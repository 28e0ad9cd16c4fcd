"""`kaoping backup` and `kaoping restore`: all that an office has in one file, and back."""

import os
from pathlib import Path

from kaoping.errors import UsageError

from .options import EXIT_CLEAN, EXIT_FOUND

SETTINGS = "kaoping.web.settings"
_SECRETS = {
    "placed": "个人信息号码的摘要密钥已放到本机。",
    "same": "",
    "other": "注意:本机已有另一把个人信息号码的摘要密钥,没有替换;新旧号码摘要不能互相比对。",
}


def run_backup(file: Path, data: Path | None) -> int:
    """Take a backup and print its digest. Raises `KaopingError`."""
    folder = _existing(data)
    from kaoping.web.starting import migrate, use_data_folder

    migrate(use_data_folder(folder))
    from kaoping.web.audit.actions import record
    from kaoping.web.backups import take

    taken = take(folder, file)
    record(
        by="console", action="backup.take", subject=f"backup:{file.name}",
        digest=taken.digest, files=taken.files, bytes=taken.size_bytes,
    )  # fmt: skip
    print(f"已备份 {taken.files} 个文件,{taken.size_bytes:,} 字节:{taken.path}")
    print(f"校验值 {taken.digest}")
    print("备份含密钥和全部存证,请存放在只有管理员能到的地方;环境变量里的设置不在其中。")
    return EXIT_CLEAN


def run_restore(file: Path, data: Path | None, digest: str, *, is_verify_only: bool) -> int:
    """Hold a backup against its manifest, and lay it out unless that was all. Raises `KaopingError`."""
    folder = (data or Path(os.environ.get("KAOPING_DATA", "kaoping-data"))).resolve()
    if is_verify_only or digest:
        from kaoping.web.backups import verify

        found = verify(file, digest=digest)
        for flaw in found.flaws:
            print(flaw)
        if found.flaws or found.manifest is None:
            print(f"备份有 {len(found.flaws)} 处问题,不能用来恢复:{file}")
            return EXIT_FOUND
        made = found.manifest
        origin = f"{made.made_at} 由 {made.product_version} 版取自 {made.database}"
        print(f"备份完好:{len(made.files)} 个文件,{origin}")
        print(f"校验值 {found.digest}")
        if is_verify_only:
            return EXIT_CLEAN
    return _restore(file, folder)


def _restore(file: Path, folder: Path) -> int:
    os.environ["KAOPING_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()
    from kaoping.web.backups import restore

    done = restore(file, folder)
    from kaoping.web.starting import migrate, use_data_folder

    migrate(use_data_folder(folder))
    from kaoping.web.audit.actions import record

    record(
        by="console", action="backup.restore", subject=f"backup:{file.name}",
        digest=done.digest, made_at=done.manifest.made_at, files=done.files,
    )  # fmt: skip
    print(f"已恢复 {done.files} 个文件到 {folder},备份于 {done.manifest.made_at}。校验值 {done.digest}")
    if words := _SECRETS[done.secret]:
        print(words)
    print(f"可以启动:kaoping serve --data {folder}")
    return EXIT_CLEAN


def _existing(data: Path | None) -> Path:
    folder = (data or Path(os.environ.get("KAOPING_DATA", "kaoping-data"))).resolve()
    if not folder.is_dir():
        raise UsageError(f"没有数据目录 {folder},请用 --data 指明。")
    return folder
