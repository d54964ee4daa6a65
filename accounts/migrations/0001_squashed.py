import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_full_chain'), ('accounts', '0003_holds'), ('accounts', '0004_report_clocks'), ('accounts', '0005_letter_days')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='帳號')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='電子郵件')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='聯絡電話')),
                ('is_active', models.BooleanField(default=True, verbose_name='啟用')),
                ('is_permanent_staff', models.BooleanField(default=True, help_text='代理、兼課、志工請取消勾選；僅為註記', verbose_name='編制內')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='帳號到期日')),
                ('joined_at', models.DateTimeField(auto_now_add=True, verbose_name='建立時間')),
            ],
            options={
                'verbose_name': '人員',
                'verbose_name_plural': '人員',
                'ordering': ['username'],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='處室名稱')),
            ],
            options={
                'verbose_name': '處室',
                'verbose_name_plural': '處室',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='SchoolPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_from', models.DateField(unique=True, verbose_name='生效日')),
                ('title', models.CharField(default='監視錄影系統管理實施計畫', max_length=80, verbose_name='計畫名稱')),
                ('basis', models.TextField(blank=True, verbose_name='依據（壹）')),
                ('text', models.TextField(blank=True, verbose_name='計畫全文')),
                ('minimum_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(1)], verbose_name='影像至少保存日數（肆、三）')),
                ('maximum_years', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='影像至遲銷毀年數（肆、四）')),
                ('paper_years', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='申請單及登記簿至少保存年數（伍、五）')),
                ('inspection_months', models.PositiveSmallIntegerField(default=6, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='檢查保養間隔月數（參、三）')),
                ('reply_days', models.PositiveSmallIntegerField(default=15, verbose_name='處理期限日數（比照個資法第13條）')),
                ('extension_days', models.PositiveSmallIntegerField(default=15, verbose_name='得展延日數')),
                ('correction_days', models.PositiveSmallIntegerField(default=7, verbose_name='補正日數')),
                ('proof_minutes', models.PositiveSmallIntegerField(default=15, verbose_name='決定前身分確認有效分鐘數')),
                ('appeal_days', models.PositiveSmallIntegerField(default=45, verbose_name='不予或部分核准後續留影像日數')),
                ('withdrawn_days', models.PositiveSmallIntegerField(default=14, verbose_name='撤回後續留影像日數')),
                ('id_number_required_for', models.JSONField(blank=True, default=list, verbose_name='須填身分證號之申請人身分')),
                ('remedy', models.TextField(blank=True, help_text='空白時用系統內建文字', verbose_name='救濟教示')),
                ('confirm_days', models.PositiveSmallIntegerField(blank=True, help_text='空白時為 7 日', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='緊急留存應確認日數')),
                ('breach_report_hours', models.PositiveSmallIntegerField(blank=True, help_text='空白時不計時；例如 72', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='個資外洩通報時數')),
                ('security_report_hours', models.PositiveSmallIntegerField(blank=True, help_text='空白時不計時；例如 1', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='資通安全事件通報時數')),
                ('letter_days', models.PositiveSmallIntegerField(blank=True, help_text='空白時為 3 個工作日', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='公務機關補送公文工作日數')),
            ],
            options={
                'verbose_name': '本校計畫',
                'verbose_name_plural': '本校計畫',
                'ordering': ['-effective_from'],
                'get_latest_by': 'effective_from',
            },
        ),
        migrations.CreateModel(
            name='School',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='學校全名')),
                ('short_name', models.CharField(help_text='例如：瑞豐國小', max_length=30, verbose_name='表單上的校名')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='電話')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='地址')),
                ('features', models.JSONField(blank=True, default=list, verbose_name='已開啟的附加功能')),
            ],
            options={
                'verbose_name': '學校',
                'verbose_name_plural': '學校',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_school')],
            },
        ),
        migrations.CreateModel(
            name='OneTimeLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_sha256', models.CharField(editable=False, max_length=64, unique=True)),
                ('expires_at', models.DateTimeField(verbose_name='有效至')),
                ('used_at', models.DateTimeField(null=True, verbose_name='使用時間')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='links', to=settings.AUTH_USER_MODEL, verbose_name='人員')),
            ],
            options={
                'verbose_name': '單次連結',
                'verbose_name_plural': '單次連結',
            },
        ),
        migrations.CreateModel(
            name='Undertaking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_on', models.DateField(verbose_name='簽署日')),
                ('text', models.TextField(verbose_name='切結內容')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='undertakings', to=settings.AUTH_USER_MODEL, verbose_name='人員')),
            ],
            options={
                'verbose_name': '保密切結',
                'verbose_name_plural': '保密切結',
                'ordering': ['-signed_on'],
            },
        ),
        migrations.CreateModel(
            name='Deputy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='代理順位')),
                ('reason', models.CharField(choices=[('official_trip', '公出'), ('leave', '請假'), ('official_leave', '公假'), ('vacant', '出缺'), ('recusal', '迴避')], max_length=20, verbose_name='事由')),
                ('since', models.DateTimeField(verbose_name='起')),
                ('until', models.DateTimeField(verbose_name='迄')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputises_for', to=settings.AUTH_USER_MODEL, verbose_name='代理人')),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to=settings.AUTH_USER_MODEL, verbose_name='被代理人')),
            ],
            options={
                'verbose_name': '職務代理',
                'verbose_name_plural': '職務代理',
                'ordering': ['principal', 'order'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='deputy_period'), models.CheckConstraint(condition=models.Q(('principal', models.F('deputy')), _negated=True), name='deputy_is_another')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('staff', '教職員'), ('guard', '警衛'), ('handler', '承辦人'), ('supervisor', '處室主管'), ('principal', '校長'), ('administrator', '系統管理'), ('auditor', '稽核')], max_length=20, verbose_name='角色')),
                ('title', models.CharField(max_length=40, verbose_name='職稱')),
                ('since', models.DateField(verbose_name='起始日')),
                ('until', models.DateField(blank=True, help_text='最後一天；空白表示仍在任', null=True, verbose_name='終止日')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL, verbose_name='人員')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.office', verbose_name='處室')),
            ],
            options={
                'verbose_name': '職務',
                'verbose_name_plural': '職務',
                'ordering': ['-since', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='appointment_days'), models.CheckConstraint(condition=models.Q(('role__in', ['staff', 'guard', 'handler', 'supervisor', 'principal', 'administrator', 'auditor'])), name='appointment_role')],
            },
        ),
        migrations.CreateModel(
            name='PlanStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)], verbose_name='順序')),
                ('role', models.CharField(choices=[('staff', '教職員'), ('guard', '警衛'), ('handler', '承辦人'), ('supervisor', '處室主管'), ('principal', '校長'), ('administrator', '系統管理'), ('auditor', '稽核')], max_length=20, verbose_name='角色')),
                ('kind', models.CharField(choices=[('proposes', '擬辦'), ('decides', '核定')], max_length=10, verbose_name='權責')),
                ('title', models.CharField(help_text='例如：處室主管審核', max_length=40, verbose_name='關卡名稱')),
                ('paper_label', models.CharField(help_text='以全形直線「｜」分行', max_length=40, verbose_name='附錄1 欄名')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='accounts.schoolplan', verbose_name='計畫')),
            ],
            options={
                'verbose_name': '簽核關卡',
                'verbose_name_plural': '簽核關卡',
                'ordering': ['plan', 'order'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'order'), name='plan_step_order'), models.UniqueConstraint(condition=models.Q(('kind', 'decides')), fields=('plan',), name='one_step_decides')],
            },
        ),
    ]
