"""The settings that the environment holds: one table of all names, with what each means (Chinese)."""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from .errors import UsageError

PREFIX = "KAOPING_"
SETTINGS: Mapping[str, str] = {
    "DATA": "数据目录:数据库、密钥、上传的文件、各轮次",
    "DATABASE": "数据库地址:postgresql://用户:密码@主机:端口/库名,或 sqlite:///路径",
    "SECRET_KEY": "会话和链接的签名密钥;不设时自动生成并存于数据目录",
    "HOSTS": "网站的访问域名,多个用逗号分开",
    "ORIGINS": "经代理访问时允许提交表单的来源",
    "HTTPS": "对外以 https 提供服务时设为 1",
    "PROXIES": "前面有几层会追加 X-Forwarded-For 的代理",
    "TOTP": "谁必须用动态验证码:office、all 或空",
    "IDLE_MINUTES": "多少分钟没有操作后锁定",
    "EVIDENCE_PORT": "存证副本所用的端口",
    "EVIDENCE_ORIGIN": "经代理访问时存证副本的地址",
    "RULEBOOK": "本单位自己的规则目录",
    "WORKERS": "一个采集进程同时采集几个网站",
    "LEASE_SECONDS": "采集进程多少秒没有音讯即由别的进程接手",
    "CONTACT": "写进每次请求 User-Agent 的联系方式",
    "ALLOW_PRIVATE": "登记的网站在内网时设为 1",
    "SMTP_HOST": "发提醒的邮件服务器;不设时邮件存为文件",
    "SMTP_PORT": "邮件服务器端口",
    "SMTP_USER": "邮件服务器的用户名",
    "SMTP_PASSWORD": "邮件服务器的密码",
    "SMTP_TLS": "邮件服务器的加密方式:starttls、ssl 或空",
    "SMTP_FROM": "发件人地址",
    "IMAP_HOST": "收整改材料的邮箱服务器",
    "IMAP_PORT": "收件邮箱端口",
    "IMAP_USER": "收件邮箱用户名",
    "IMAP_PASSWORD": "收件邮箱密码",
    "IMAP_TLS": "收件邮箱是否一开始就加密,默认 1",
    "IMAP_FOLDER": "收件邮箱的文件夹",
    "IMAP_MINUTES": "每隔多少分钟收一次邮件",
    "SEALED_UPLOAD_MB": "封存文件中收入的佐证总量上限(MB),超过的只存校验值",
    "METRICS_TOKEN": "读取 /metrics 的令牌;不设时只有本机可读",
    "READERS": "一次检查同时读几个网页;默认每个处理器核一个",
    "STORE_ENDPOINT": "对象存储(S3 兼容)的地址,如 https://oss.example.cn;用 AWS 时不设",
    "STORE_KEY_ID": "对象存储的访问密钥编号",
    "STORE_KEY": "对象存储的访问密钥",
    "STORE_REGION": "对象存储的区域,默认 us-east-1",
    "LOG_LEVEL": "日志的详细程度",
    "DEBUG": "供开发用,正式使用时不得开启",
    "CHROMIUM": "渲染网页所用浏览器的位置",
    "CACHE": "词库缓存的目录",
    "SECRET": "登记个人信息摘要所用的密钥",
}
# set by tests and measurements, never by a user
FOR_TESTS = frozenset(
    (
        "ALL_ROLES",
        "API_CASES",
        "CLEAN_TEXT",
        "HOSTILE_ROUNDS",
        "KILLS",
        "SHARED",
        "TEST_DATABASE",
        "TEST_POSTGRES",
        "WALK",
    )
)


def setting(name: str, default: str = "") -> str:
    """
    ``KAOPING_<name>``, or the content of the file named by ``KAOPING_<name>_FILE``, without blanks around it.

    Raises:
        UsageError: The file cannot be read.
    """
    file = os.environ.get(f"{PREFIX}{name}_FILE")
    if not file:
        return os.environ.get(f"{PREFIX}{name}", default)
    try:
        return Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{PREFIX}{name}_FILE 所指的文件 {file} 读不出来({error})。") from None


def strangers(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Names that begin as ours do and are none, each with the setting that was perhaps meant, or ``""``."""
    found = {}
    for name in sorted(environment):
        own = name.removeprefix(PREFIX)
        if own == name or own in SETTINGS or own.removesuffix("_FILE") in SETTINGS or own in FOR_TESTS:
            continue
        near = get_close_matches(own, SETTINGS, n=1)
        found[name] = f"{PREFIX}{near[0]}" if near else ""
    return found
