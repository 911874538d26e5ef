from django.db import migrations

from ownpath.foundation.triggers import RefuseChanges


class Migration(migrations.Migration):
    dependencies = [("proficiency", "0001_the_record")]
    operations = [RefuseChanges("proficiency_judgement"), RefuseChanges("proficiency_attainment")]
