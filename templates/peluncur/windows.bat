@echo off
rem Klik dua kali untuk membuka capaian di folder kantor ini; seret berkas kiriman ke sini untuk menghimpunnya.
chcp 65001 >nul
title capaian
pushd "%~dp0"
set "PYTHONUTF8=1"
set "PYTHON=@python@"
if exist "%PYTHON%" goto dengan_python
set "PYTHON=%LOCALAPPDATA%\capaian\Scripts\python.exe"
if exist "%PYTHON%" goto dengan_python
set "CAPAIAN="
for %%c in (capaian.exe) do set "CAPAIAN=%%~$PATH:c"
if defined CAPAIAN goto dengan_capaian
echo Program capaian tidak ditemukan di komputer ini.
echo Pasang dahulu dari paket pemasangan (pasang.bat), lalu klik lagi berkas ini.
set "KODE=2"
goto selesai
:dengan_python
"%PYTHON%" -m capaian open %*
set "KODE=%ERRORLEVEL%"
goto selesai
:dengan_capaian
"%CAPAIAN%" open %*
set "KODE=%ERRORLEVEL%"
:selesai
rem 2 ke atas: ada yang perlu dibaca sebelum jendela ini tertutup.
if %KODE% GEQ 2 pause
popd
exit /b %KODE%
