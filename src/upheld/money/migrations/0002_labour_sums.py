
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0001_initial'),
        ('foundation', '0001_initial'),
        ('money', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LabourMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('first_day', models.DateField()),
                ('stale', models.BooleanField(default=True)),
                ('known_since', models.DateTimeField()),
                ('summed_at', models.DateTimeField(null=True)),
                ('provider', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.provider')),
            ],
            options={
                'verbose_name': 'month of labour',
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='LabourSum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('item', models.PositiveSmallIntegerField()),
                ('cost_minor', models.BigIntegerField()),
                ('seconds', models.BigIntegerField()),
                ('unrated_seconds', models.BigIntegerField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.company')),
                ('month', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sums', to='money.labourmonth')),
                ('provider', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.provider')),
            ],
            options={
                'verbose_name': 'sum of labour',
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddConstraint(
            model_name='labourmonth',
            constraint=models.UniqueConstraint(fields=('provider', 'first_day'), name='labour_month_once'),
        ),
        migrations.AddConstraint(
            model_name='laboursum',
            constraint=models.UniqueConstraint(fields=('provider', 'month', 'company', 'item'), name='labour_sum_once'),
        ),
    ]
