"""`kaoping web migrate | user`: what an administrator does on the machine itself."""

from pathlib import Path

from kaoping.errors import UsageError

from .options import EXIT_CLEAN


def run_migrate(data: Path | None) -> int:
    """Bring the tables up to this version."""
    from kaoping.web.starting import migrate, use_data_folder

    print("数据库已更新。" if migrate(use_data_folder(data)) else "数据库已是最新。")
    return EXIT_CLEAN


def run_user(data: Path | None, username: str, address: str, is_dropping: bool) -> int:
    """
    Print a link by which somebody sets a new password.

    Raises:
        UsageError: There is no such account.
    """
    from kaoping.web.starting import migrate, use_data_folder

    migrate(use_data_folder(data))
    from django.urls import reverse

    from kaoping.web.people import actions
    from kaoping.web.people.models import User

    user = User.objects.filter(username=username.strip().lower()).first()
    if user is None:
        raise UsageError(f"没有用户 {username}。首次启动请用 kaoping serve 显示的链接。")
    if is_dropping:
        actions.drop_second_factor(by="console", user=user)
    token = actions.send_link(by="console", user=user)
    path = reverse("people:invitation", kwargs={"token": token})
    print(f"请在 24 小时内打开此链接设置新密码(只能用一次):\n  {address.rstrip('/')}{path}")
    return EXIT_CLEAN
