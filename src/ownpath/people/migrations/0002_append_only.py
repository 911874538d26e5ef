from django.db import migrations

from ownpath.foundation.triggers import RefuseChanges


class Migration(migrations.Migration):
    dependencies = [("people", "0001_the_record")]
    operations = [RefuseChanges("people_auditentry")]
