"""A StationXML file of two stations, one of them south of the equator and opened twice, with responses."""

CHANNEL = """<Channel code="HHZ" locationCode="" startDate="{start}"{end}>
<Latitude>-21.171234567</Latitude><Longitude>55.739987654</Longitude><Elevation>834.5</Elevation><Depth>2.5</Depth>
<Azimuth>0</Azimuth><Dip>-90</Dip><SampleRate>20.0</SampleRate>
<Sensor><Description>Trillium # 1</Description></Sensor>
<Response><InstrumentSensitivity><Value>{value}</Value><Frequency>1.0</Frequency>
<InputUnits><Name>m/s</Name></InputUnits><OutputUnits><Name>counts</Name></OutputUnits></InstrumentSensitivity>
<Stage number="1"><StageGain><Value>{value}</Value><Frequency>1.0</Frequency></StageGain></Stage>
</Response></Channel>"""
STATIONXML = f"""<?xml version="1.0" encoding="UTF-8"?>
<FDSNStationXML xmlns="http://www.fdsn.org/xml/station/1" schemaVersion="1.1">
<Source>tests</Source><Created>2024-01-01T00:00:00Z</Created>
<Network code="PF"><Description>Piton | Fournaise</Description>
<Station code="RER" startDate="2010-03-01T00:00:00Z"><Latitude>-21.1712</Latitude><Longitude>55.7399</Longitude>
<Elevation>834</Elevation><Site><Name>Rivi\u00e8re de l'Est</Name></Site>
{CHANNEL.format(start="2010-03-01T00:00:00Z", end=' endDate="2015-02-01T12:00:00.5Z"', value="1.0E9")}
{CHANNEL.format(start="2015-02-02T00:00:00Z", end=' endDate="2599-12-31T23:59:59Z"', value="2.0E9")}
</Station>
<Station code="FOR" startDate="2012-01-01T00:00:00Z"><Latitude>12.5</Latitude><Longitude>-179.5</Longitude>
<Elevation>-3.25</Elevation><Site><Name>Far away</Name></Site>
<Channel code="BHZ" locationCode="00" startDate="2012-01-01T00:00:00Z"><Latitude>12.5</Latitude>
<Longitude>-179.5</Longitude><Elevation>-3.25</Elevation><Depth>0</Depth><SampleRate>20</SampleRate></Channel>
</Station></Network></FDSNStationXML>"""
