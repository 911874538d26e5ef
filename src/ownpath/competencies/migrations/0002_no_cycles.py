from django.db import migrations

from ownpath.foundation.triggers import RefuseCycles


class Migration(migrations.Migration):
    dependencies = [("competencies", "0001_the_record")]
    operations = [
        RefuseCycles("competencies_progressionedge", "competencies_competency", "rank", "earlier_id", "later_id")
    ]
