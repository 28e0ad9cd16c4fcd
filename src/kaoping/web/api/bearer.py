"""Who asks: the owner of the token in the request's ``Authorization`` header, and nobody else."""

from django.http import HttpRequest
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer

from ..people.models import ApiToken
from ..people.tokens import allows, token_of

NOT_OPENED = "令牌的权限范围或您的角色不包括这一操作。请在“我的账号 · 接口令牌”中核对范围。"


class Bearer(HttpBearer):
    """
    Lets in a living token that opens any of the permissions, or any living token where none is named. A
    session opens nothing here, so that no page of another site can make a browser write.
    """

    def __init__(self, *permissions: str) -> None:
        super().__init__()
        self._permissions = permissions

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = token_of(token.strip())
        if found is None:
            return None
        request.user = found.user
        if self._permissions and not any(allows(found, one) for one in self._permissions):
            raise AuthorizationError(message=NOT_OPENED)
        return found
