import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('work', '0001_initial'), ('work', '0002_attempts')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('name', models.CharField(max_length=100, primary_key=True, serialize=False, verbose_name='名稱')),
                ('title', models.CharField(max_length=80, verbose_name='說明')),
                ('last_started_at', models.DateTimeField(null=True, verbose_name='上次開始')),
                ('last_finished_at', models.DateTimeField(null=True, verbose_name='上次完成')),
                ('last_result', models.CharField(blank=True, max_length=400, verbose_name='上次結果')),
                ('last_failure', models.CharField(blank=True, max_length=400, verbose_name='上次失敗原因')),
                ('next_run_at', models.DateTimeField(null=True, verbose_name='下次執行')),
            ],
            options={
                'verbose_name': '例行工作',
                'verbose_name_plural': '例行工作',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('date', models.DateField(primary_key=True, serialize=False, verbose_name='日期')),
                ('name', models.CharField(max_length=60, verbose_name='名稱')),
                ('is_workday', models.BooleanField(default=False, verbose_name='補行上班日')),
                ('is_seeded', models.BooleanField(default=False, help_text='一年只帶入一次，之後的更動以人工為準', verbose_name='由系統帶入')),
            ],
            options={
                'verbose_name': '假日',
                'verbose_name_plural': '假日',
                'ordering': ['date'],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='工作')),
                ('title', models.CharField(max_length=120, verbose_name='說明')),
                ('created_at', models.DateTimeField(verbose_name='建立時間')),
                ('started_at', models.DateTimeField(null=True, verbose_name='開始時間')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='完成時間')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已完成')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='總數')),
                ('result', models.CharField(blank=True, max_length=400, verbose_name='結果')),
                ('failure', models.CharField(blank=True, max_length=400, verbose_name='失敗原因')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to=settings.AUTH_USER_MODEL, verbose_name='要求者')),
            ],
            options={
                'verbose_name': '背景工作',
                'verbose_name_plural': '背景工作',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200, verbose_name='內容')),
                ('url', models.CharField(blank=True, max_length=200, verbose_name='連結')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='對象')),
                ('created_at', models.DateTimeField(verbose_name='建立時間')),
                ('read_at', models.DateTimeField(null=True, verbose_name='讀取時間')),
                ('mail_claimed_at', models.DateTimeField(null=True, verbose_name='寄送開始')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='寄出時間')),
                ('mail_failure', models.CharField(blank=True, max_length=200, verbose_name='寄送失敗原因')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
            ],
            options={
                'verbose_name': '通知',
                'verbose_name_plural': '通知',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['recipient', '-created_at'], name='notice_recipient'), models.Index(condition=models.Q(('mailed_at__isnull', True)), fields=['created_at'], name='notice_unmailed')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=30, verbose_name='頁面')),
                ('origin', models.CharField(max_length=60, verbose_name='來源')),
                ('at', models.DateTimeField(verbose_name='時間')),
            ],
            options={
                'verbose_name': '未登入頁面之錯誤嘗試',
                'verbose_name_plural': '未登入頁面之錯誤嘗試',
                'indexes': [models.Index(fields=['page', 'at'], name='attempt_page')],
            },
        ),
    ]
