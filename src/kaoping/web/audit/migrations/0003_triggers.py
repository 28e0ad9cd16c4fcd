from typing import Any

from django.db import migrations

from kaoping.web.audit import chain, triggers


def install(apps: Any, schema_editor: Any) -> None:
    apps.get_model("audit", "ChainHead").objects.get_or_create(pk=1, defaults={"digest": chain.START})
    triggers.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain_head")]

    operations = [migrations.RunPython(install, remove)]
