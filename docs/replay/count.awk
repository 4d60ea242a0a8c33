# Counts a file of data records on its own, apart from the suite: which payer used how many octets.
#   zcat FILE.csv.gz | awk -f docs/replay/count.awk
# The rule is the one that docs/replay/README.md describes.
BEGIN {
    FS = ","
    split("qq.com qpic.cn qlogo.cn gtimg.cn", s, " "); for (i in s) seller[s[i]]
    split("apple.com iqiyi.com youku.com sohu.com weibo.cn sinaimg.cn", e, " "); for (i in e) entertainment[e[i]]
    split("25 110 143 465 587 993 995 5222 5223 5224 5225 5226 5227 5228 8000 14000", p, " "); for (i in p) message[p[i]]
}
NR == 1 && $1 == "device" { next }
{
    who = $12 in seller ? "the content seller" : ($12 in entertainment || $10 in message) ? "the second users" : "the owners"
    records[who]++; octets[who] += $8 + $9; all += $8 + $9
}
END {
    for (who in octets) printf "%-20s %9d %17d\n", who, records[who], octets[who]
    printf "%-20s %9d %17d\n", "together", NR - 1, all
}
