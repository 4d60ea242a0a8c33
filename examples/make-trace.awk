# Makes the small synthetic trace that ships with the product; nobody's records.
#   awk -f examples/make-trace.awk | gzip -n9 > examples/trace.csv.gz
function pick(list,    a, n) { n = split(list, a, " "); return a[1 + int(rand() * n)] }
BEGIN {
    srand(7)
    print "device,ts,dur_s,lac,ci,tac,rat,up_bytes,down_bytes,dport,dst24,host,app"
    for (day = 1; day <= 7; day++)
        for (i = 0; i < 300; i++) {
            minute = int(1440 * i / 300)
            device = 1 + int(20 * rand() * rand())
            port = pick("443 443 443 80 80 53 5223 8080 993")
            host = port == 443 || port == 80 ? pick("qq.com apple.com example.org example.net iqiyi.com example.com") : ""
            printf "%d,2026-01-%02dT%02d:%02d:%02d,%d,1,%d,35%04d,1,%d,%d,%d,198.51.100,%s,\n", device, day, int(minute / 60),
                minute % 60, int(60 * rand()), int(60 * rand()), int(90 * rand()), device, int(exp(4 + 8 * rand())),
                int(exp(5 + 11 * rand())), port, host
        }
}
