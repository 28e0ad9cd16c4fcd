"""The causes that an office begins with; it edits the list as it likes."""

from django.db import migrations

NAMES = (
    "责任落实不到位", "工作机制不健全", "部门协同不畅", "运维单位履职不到位", "技术能力不足",
    "人员变动未交接", "其他",
)  # fmt: skip


def fill(apps, schema_editor):  # type: ignore[no-untyped-def]
    Cause = apps.get_model("units", "Cause")
    Cause.objects.bulk_create(Cause(name=name, order=number) for number, name in enumerate(NAMES, 1))


class Migration(migrations.Migration):
    dependencies = [("units", "0002_desk")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
