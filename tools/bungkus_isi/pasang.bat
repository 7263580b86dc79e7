@echo off
rem Memasang capaian tanpa internet dan tanpa hak administrator.
chcp 65001 >nul
set "PYTHONUTF8=1"
pushd "%~dp0"
set "PY="
for %%v in (3.14 3.13 3.12 3.11) do (
  if not defined PY (
    py -%%v -c "" >nul 2>nul
    if not errorlevel 1 set "PY=py -%%v"
  )
)
if defined PY goto pasang
python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 set "PY=python"
if defined PY goto pasang
for %%f in (python-3*.exe) do (
  echo Memasang Python untuk pengguna ini dari %%f ...
  "%%f" /passive InstallAllUsers=0 Include_launcher=0 PrependPath=1
)
for /d %%d in ("%LOCALAPPDATA%\Programs\Python\Python3*") do if exist "%%~d\python.exe" set PY="%%~d\python.exe"
if defined PY goto pasang
echo Python 3.11 atau yang lebih baru belum ada di komputer ini.
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
