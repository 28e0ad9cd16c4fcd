"""A round into which lists are brought, and a client that brings them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.asked_round import asked_round

from kaoping.web.imports.models import Batch

HEAD = "单位,细则编号,问题描述,网址,具体对象,监测时间\n"


@pytest.fixture
def round_(unit, other_unit):
    return asked_round(unit, other_unit)


@pytest.fixture
def office(client, office_admin):
    client.force_login(office_admin)
    return client


@pytest.fixture
def bring(office, round_):
    """A function: upload rows and answer the last response."""

    def upload(rows, *, name="清单.csv", source="望川监测", is_whole=True, head=HEAD, **more):
        content = rows if isinstance(rows, bytes) else (head + rows).encode()
        data = {
            "round": str(round_.public_id), "source": source, "file": SimpleUploadedFile(name, content),
            **more,
        }  # fmt: skip
        return office.post("/imports/upload/", {**data, **({"is_whole": "on"} if is_whole else {})})

    return upload


@pytest.fixture
def brought(office, bring):
    """A function: upload rows, take them over, answer the batch."""

    def upload_and_take(rows, **given):
        response = bring(rows, **given)
        assert response.status_code == 302, response.text
        batch = Batch.objects.latest("id")
        office.post(f"/imports/{batch.public_id}/take/")
        batch.refresh_from_db()
        return batch

    return upload_and_take
