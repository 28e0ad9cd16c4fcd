"""An S3-compatible object store. Only this module knows `obstore`, and only where an address is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from kaoping.environment import setting
from kaoping.errors import OutputError, UsageError

INSTALL = "没有安装对象存储的组件。请执行:pip install 'kaoping[store]'"
TRIES_AGAIN = 3
TRIES_FOR_S = 30
REQUEST_TIMEOUT, CONNECT_TIMEOUT = "120s", "10s"


class ObjectStore:
    """
    The objects of a bucket below a prefix. Where it is and who asks stands in the settings ``STORE_…``.

    Raises:
        UsageError: `obstore` is not installed, or no key is set.
    """

    def __init__(self, bucket: str, prefix: str) -> None:
        try:
            import obstore
            from obstore.store import S3Store
        except ImportError:
            raise UsageError(INSTALL) from None
        key_id, key = setting("STORE_KEY_ID"), setting("STORE_KEY")
        if not key_id or not key:
            raise UsageError(
                "没有对象存储的密钥。请设置 KAOPING_STORE_KEY_ID 和 KAOPING_STORE_KEY"
                "(或 KAOPING_STORE_KEY_FILE)。"
            )
        self.address = "/".join(filter(None, (f"s3://{bucket}", prefix)))
        self._bucket, self._obstore = bucket, obstore
        endpoint = setting("STORE_ENDPOINT")
        options: dict[str, Any] = {"endpoint": endpoint, "virtual_hosted_style_request": False}
        try:
            self._store: Any = S3Store(
                bucket,
                prefix=prefix or None,
                access_key_id=key_id,
                secret_access_key=key,
                region=setting("STORE_REGION") or "us-east-1",
                client_options={
                    "allow_http": endpoint.startswith("http://"),
                    "timeout": REQUEST_TIMEOUT,
                    "connect_timeout": CONNECT_TIMEOUT,
                },
                retry_config={"max_retries": TRIES_AGAIN, "retry_timeout": timedelta(seconds=TRIES_FOR_S)},
                **(options if endpoint else {}),
            )
        except (obstore.exceptions.BaseError, ValueError) as error:
            raise UsageError(
                f"对象存储的地址或设置不对({_first_line(error)})。"
                f"请核对 {self.address} 和 KAOPING_STORE_ENDPOINT。"
            ) from None

    def put(self, name: str, file: Path) -> None:
        with self._told(name):
            self._obstore.put(self._store, name, file)

    def size(self, name: str) -> int | None:
        with self._told(name):
            try:
                return int(self._obstore.head(self._store, name)["size"])
            except FileNotFoundError:
                return None

    def read(self, name: str, start: int, length: int) -> bytes:
        with self._told(name):
            return bytes(self._obstore.get_range(self._store, name, start=start, length=length))

    def remove(self, name: str) -> None:
        with self._told(name):
            try:
                self._obstore.delete(self._store, name)
            except FileNotFoundError:
                return

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        """Any failure of the store as one Chinese message; a file of ours that cannot be read is one too."""
        refused = (
            self._obstore.exceptions.PermissionDeniedError,
            self._obstore.exceptions.UnauthenticatedError,
        )
        try:
            yield
        except refused as error:
            why, cure = (
                f"拒绝访问({_first_line(error)})",
                "核对 KAOPING_STORE_KEY_ID、KAOPING_STORE_KEY 和桶的权限",
            )
        except (FileNotFoundError, self._obstore.exceptions.NotFoundError) as error:
            what = f"没有名为 {self._bucket} 的桶" if "NoSuchBucket" in str(error) else _first_line(error)
            why, cure = what, "核对地址"
        except (self._obstore.exceptions.BaseError, OSError) as error:
            why, cure = f"没有应答或出错({_first_line(error)})", "检查网络和 KAOPING_STORE_ENDPOINT"
        else:
            return
        raise OutputError(
            f"对象存储 {self.address}({name}):{why}。本机上的文件完好;请{cure}后再做一次,会接着做。"
        )


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0][:300]
