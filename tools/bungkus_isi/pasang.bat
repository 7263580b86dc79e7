@echo off
rem Memasang capaian tanpa internet dan tanpa hak administrator.
chcp 65001 >nul
set "PYTHONUTF8=1"
pushd "%~dp0"
set "PY="
rem Hanya Python yang pustakanya ada dalam paket ini.
set "COCOK=import sys; sys.exit('.'.join(map(str, sys.version_info[:2])) not in '@python@'.split(', '))"
for %%v in (@python@) do (
  if not defined PY (
    py -%%v -c "" >nul 2>nul
    if not errorlevel 1 set "PY=py -%%v"
  )
)
if defined PY goto pasang
python -c "%COCOK%" >nul 2>nul
if not errorlevel 1 set "PY=python"
if defined PY goto pasang
for %%f in (python-3*.exe) do (
  echo Memasang Python untuk pengguna ini dari %%f ...
  "%%f" /passive InstallAllUsers=0 Include_launcher=0 PrependPath=1
)
for /d %%d in ("%LOCALAPPDATA%\Programs\Python\Python3*") do (
  if not defined PY (
    "%%~d\python.exe" -c "%COCOK%" >nul 2>nul
    if not errorlevel 1 set PY="%%~d\python.exe"
  )
)
if defined PY goto pasang
echo Python yang cocok dengan paket ini (@python@) belum ada di komputer ini.
echo Letakkan pemasang Python untuk Windows (python-3.xx.x-amd64.exe) di folder ini, lalu klik lagi pasang.bat.
set "KODE=3"
goto selesai
:pasang
%PY% pasang.py %*
set "KODE=%ERRORLEVEL%"
:selesai
echo.
pause
popd
exit /b %KODE%
