@echo off
rem Klik dua kali untuk membuka capaian di folder kantor ini; seret berkas kiriman ke sini untuk menghimpunnya.
chcp 65001 >nul
title capaian
pushd "%~dp0"
set "PYTHONUTF8=1"
rem Berkas Python yang kebetulan ada di folder kantor tidak ikut dijalankan.
set "PYTHONSAFEPATH=1"
set "PYTHON=@python@"
set "BERKAS=%~nx0"
set "CAPAIAN_BARIS="
if exist "%PYTHON%" goto jalan
set "PYTHON=%LOCALAPPDATA%\capaian\Scripts\python.exe"
if exist "%PYTHON%" goto jalan
set "PYTHON="
set "CAPAIAN="
for %%c in (capaian.exe) do set "CAPAIAN=%%~$PATH:c"
if defined CAPAIAN goto jalan
echo Program capaian tidak ditemukan di komputer ini.
echo Pasang dahulu dari paket pemasangan (pasang.bat), lalu klik lagi berkas ini.
set "KODE=2"
goto selesai
:jalan
rem Nama berkas yang berisi tanda dan (ampersand) hanya utuh dalam baris perintah aslinya, yang dibaca oleh capaian.
setlocal EnableDelayedExpansion
set "CAPAIAN_BARIS=!cmdcmdline!"
set "CAPAIAN_PELUNCUR=%BERKAS%"
if defined PYTHON goto dengan_python
"!CAPAIAN!" open %*
set "KODE=!ERRORLEVEL!"
goto selesai
:dengan_python
"!PYTHON!" -m capaian open %*
set "KODE=!ERRORLEVEL!"
:selesai
rem Selain 0 (selesai) dan 130 (dihentikan) ada yang perlu dibaca sebelum jendela ini tertutup.
if not "%KODE%"=="0" if not "%KODE%"=="130" pause
popd
rem Bila diklik, sisa baris perintah asli tidak boleh dijalankan; bila diketik, jendelanya tetap terbuka.
set CAPAIAN_BARIS 2>nul | findstr /i /l /c:"%BERKAS%" >nul && exit %KODE%
exit /b %KODE%
