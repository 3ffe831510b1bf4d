import os,sys,time
sys.path.insert(0,'.')
os.environ["OPS_DEMO"]="1"; os.environ["DJANGO_SETTINGS_MODULE"]="opsapp.settings.dev"; os.environ.setdefault("OPS_DATABASE","prof")
import django; django.setup()
from opsapp.demo import writing
orig=writing.DatabaseRows.send
T={}
def send(self,table,content):
    t=time.time(); orig(self,table,content); T[table.name]=T.get(table.name,0)+time.time()-t
writing.DatabaseRows.send=send
from django.core.management import call_command
from django.db import connection
call_command("migrate",verbosity=0)
import cProfile,pstats
pr=cProfile.Profile()
t=time.time(); c=time.process_time()
if "-p" in sys.argv: pr.enable()
call_command("seed_demo",town=sys.argv[1])
pr.disable()
print(time.time()-t, "cpu", time.process_time()-c)
for k,v in sorted(T.items(),key=lambda x:-x[1])[:15]: print(f"{k:40} {v:.2f}")
if "-p" in sys.argv: pstats.Stats(pr).sort_stats("cumtime").print_stats(45)
