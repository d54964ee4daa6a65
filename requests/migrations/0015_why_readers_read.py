"""Each named reader of a 限制案 with the ground he reads it on; the table of readers stays the one it was."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q

CHAIN = ('handler', 'supervisor', 'principal')


def ground_of_before(apps, schema_editor):
    """Give who ever had a seat of the chain his seat as ground, who was asked the question; nobody else came in but by name."""
    readers = apps.get_model('requests', 'CaseReader').objects.using(schema_editor.connection.alias)
    posts = apps.get_model('accounts', 'Appointment').objects.filter(user=OuterRef('user'), role__in=CHAIN)
    deputies = apps.get_model('accounts', 'Deputy').objects.filter(deputy=OuterRef('user'))
    asked = apps.get_model('requests', 'Consultation').objects.filter(
        review_request=OuterRef('review_request'), person=OuterRef('user')
    )
    readers.filter(Exists(asked)).update(ground='asked')
    readers.filter(Q(Exists(posts)) | Q(Exists(deputies))).update(ground='seat')


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_plan_confirmed'),
        ('requests', '0014_going_on_without_correction'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='CaseReader',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('review_request', models.ForeignKey(db_column='reviewrequest_id', on_delete=django.db.models.deletion.CASCADE, related_name='reader_rows', to='requests.reviewrequest', verbose_name='案件')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='得閱覽人員')),
                    ],
                    options={
                        'verbose_name': '得閱覽人員',
                        'verbose_name_plural': '得閱覽人員',
                        'db_table': 'requests_reviewrequest_readers',
                        'unique_together': {('review_request', 'user')},
                    },
                ),
                migrations.AlterField(
                    model_name='reviewrequest',
                    name='readers',
                    field=models.ManyToManyField(blank=True, related_name='readable_cases', through='requests.CaseReader', to=settings.AUTH_USER_MODEL, verbose_name='得閱覽人員'),
                ),
            ],
        ),
        migrations.AddField(
            model_name='casereader',
            name='ground',
            field=models.CharField(choices=[('named', '指定'), ('seat', '職務'), ('asked', '會辦')], default='named', max_length=10, verbose_name='原因'),
        ),
        migrations.RunPython(ground_of_before, migrations.RunPython.noop),
    ]
