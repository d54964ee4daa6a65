import cameras.models
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('cameras', '0001_initial'), ('cameras', '0002_camera_replaces')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='地點')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='順序')),
            ],
            options={
                'verbose_name': '地點',
                'verbose_name_plural': '地點',
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Recorder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='編號')),
                ('name', models.CharField(max_length=60, verbose_name='名稱')),
                ('location', models.CharField(blank=True, max_length=60, verbose_name='存置地點')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='停用日')),
            ],
            options={
                'verbose_name': '主機',
                'verbose_name_plural': '主機',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Camera',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='編號')),
                ('name', models.CharField(help_text='例如：五年級走廊（東側）', max_length=60, verbose_name='名稱')),
                ('area_type', models.CharField(choices=[('gate', '校門及圍牆'), ('corridor', '走廊及樓梯'), ('field', '操場及遊戲場'), ('indoor', '室內公共空間'), ('other', '其他')], max_length=20, verbose_name='區域類型')),
                ('coverage', models.CharField(blank=True, max_length=200, verbose_name='涵蓋說明')),
                ('purpose', models.CharField(default='維護校園安全', max_length=120, verbose_name='設置目的')),
                ('records_sound', models.BooleanField(default=False, verbose_name='收音')),
                ('minimum_days', models.PositiveSmallIntegerField(blank=True, help_text='空白表示依本校計畫；只能比計畫更長', null=True, verbose_name='最低保存日數')),
                ('token', models.CharField(default=cameras.models.make_token, editable=False, max_length=16, unique=True, verbose_name='貼紙代碼')),
                ('installed_on', models.DateField(verbose_name='啟用日')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='停用日')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cameras', to='cameras.place', verbose_name='地點')),
                ('recorder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cameras', to='cameras.recorder', verbose_name='主機')),
                ('replaces', models.OneToOneField(blank=True, help_text='同一位置的前一支攝影機', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='cameras.camera', verbose_name='接替')),
            ],
            options={
                'verbose_name': '攝影機',
                'verbose_name_plural': '攝影機',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('retired_on__isnull', True), ('retired_on__gte', models.F('installed_on')), _connector='OR'), name='camera_days')],
            },
        ),
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(choices=[('fault', '故障'), ('power', '停電'), ('building_work', '施工'), ('upkeep', '保養'), ('seized', '扣押'), ('other', '其他')], max_length=20, verbose_name='原因')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='單號或說明')),
                ('since', models.DateTimeField(verbose_name='起')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='迄')),
                ('camera', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outages', to='cameras.camera', verbose_name='攝影機')),
            ],
            options={
                'verbose_name': '影像中斷',
                'verbose_name_plural': '影像中斷',
                'ordering': ['-since'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='outage_period')],
            },
        ),
    ]
